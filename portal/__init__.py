"""The Invest In portal of ten Finnish regional towns."""
