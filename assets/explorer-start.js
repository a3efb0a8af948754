/* Dash's own start, as a file: no inline script is needed. */
new DashRenderer();
