"""Things that are registered from outside the portal, to prove that one registration is all that they need."""
