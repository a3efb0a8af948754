"""Firefox and WebKit as Debian packages them, with as much of playwright's Page as the walks use.

Playwright drives only builds of its own of these two. Each of Debian's has its own protocol, which is small enough to
be spoken here: Firefox has Marionette, WebKit has WebDriver.
"""

#: Why some walks are `pytest.mark.not_in("webkit")`.
NO_MEDIA = "has no command that emulates paper, forced colours or another colour scheme"
NO_PRINT = "has no command that prints"
