"""The map: one period, every municipality in the colour of its class."""
