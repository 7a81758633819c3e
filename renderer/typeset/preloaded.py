"""Imported once by the fork server, for its effect: the typesetting engine is loaded before the first worker forks."""

from renderer.typeset import preload

preload()
