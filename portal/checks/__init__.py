"""What must hold across content and statistics."""
