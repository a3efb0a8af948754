"""The commands of those who write the content and of those who run the portal."""
