"""Between the network and the site: the worker class that gunicorn serves it with."""
