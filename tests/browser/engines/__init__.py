"""Firefox and WebKit as Debian packages them, with as much of playwright's Page as the walks use.

Playwright drives only builds of its own of these two. Each of Debian's has its own protocol, which is small enough to
be spoken here: Firefox has Marionette, WebKit has WebDriver.
"""
