"""`python -m media_server`."""

from media_server.app import run

if __name__ == "__main__":
    run()
