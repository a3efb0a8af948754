"""The mail server: one connection at a time, kept while there are letters."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from email.message import EmailMessage

from portal.enquiries.letters import Sender
from portal.enquiries.mail_server import Server

#: Seconds that the server may take over one step.
TIMEOUT = 20.0
#: More steps than a letter has, from the greeting to the acceptance: together they may take an outbox's lease.
STEPS = 15
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class RefusedError(Exception):
    """The server will not have this letter; `for_good` when it said so for ever (5xx)."""

    def __init__(self, words: str, *, for_good: bool) -> None:
        super().__init__(words)
        self.for_good = for_good


class UnreachableError(Exception):
    """The server is not there, or lets nobody in: no letter was begun."""


class LostError(Exception):
    """The connection was lost while a letter was handed in: nobody knows whether the server has it."""


class Mailer:
    """Hands letters to the mail server. Passwords travel over TLS alone, but for a server on this machine."""

    def __init__(self, server: Server, sender: Sender, timeout: float = TIMEOUT) -> None:
        self.sender = sender
        self._server = server
        self._timeout = timeout
        self._line: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, recipients: tuple[str, ...]) -> tuple[str, ...]:
        """Hand in one letter. Once this returns, the server has it; gives for whom, one of the recipients at least.

        Raises UnreachableError, RefusedError or LostError.
        """
        line = self._kept() or self._reach()
        try:
            # Not send_message: it writes a ">" before lines that begin with "From".
            refused = line.sendmail(self.sender.email, list(recipients), message.as_bytes())
        except smtplib.SMTPRecipientsRefused as error:
            # One that may be accepted later speaks for all.
            raise self._refused(*min(error.recipients.values())) from None
        except smtplib.SMTPResponseException as error:
            raise self._refused(error.smtp_code, error.smtp_error) from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self.close()
            raise LostError(str(error) or type(error).__name__) from None
        return tuple(one for one in recipients if one not in refused)

    def greet(self) -> None:
        """See whether the server is there and lets us in. Raises UnreachableError."""
        if self._kept() is None:
            self._reach()

    def close(self) -> None:
        """Hang up."""
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                line.quit()

    def _kept(self) -> smtplib.SMTP | None:
        """The line of the letter before, where the server still holds it: many hang up after some time or letters."""
        if self._line is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                if self._line.noop()[0] == 250:
                    return self._line
            self.close()
        return None

    def _reach(self) -> smtplib.SMTP:
        """A line to the server. Raises UnreachableError."""
        try:
            return self._connect()
        except smtplib.SMTPResponseException as error:
            self.close()
            raise UnreachableError(_said(error.smtp_code, error.smtp_error)) from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self.close()
            raise UnreachableError(str(error) or type(error).__name__) from None

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        context = ssl.create_default_context()
        if server.secure:
            line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=self._timeout, context=context)
        else:
            line = smtplib.SMTP(server.host, server.port, timeout=self._timeout)
        self._line = line
        line.ehlo_or_helo_if_needed()
        if not server.secure and line.has_extn("starttls") and server.host not in LOOPBACK:
            line.starttls(context=context)
        elif server.user and not server.secure and server.host not in LOOPBACK:
            raise smtplib.SMTPException("The server offers no TLS, so the password is not sent to it.")
        if server.user:
            line.login(server.user, server.password)
        return line

    def _refused(self, code: int, words: bytes | str) -> RefusedError:
        """The server's answer to a letter; one that hangs up (421) is not there any more."""
        if code == 421 or self._line is None or self._line.sock is None:
            self.close()
        return RefusedError(_said(code, words), for_good=500 <= code < 600)


def _said(code: int, words: bytes | str) -> str:
    """A server's answer in one line."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"[:300]
