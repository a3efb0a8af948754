"""The server layer: routes, language, headers, caches."""
