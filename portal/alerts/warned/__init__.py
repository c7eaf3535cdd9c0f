"""Warnings go to the units they name: their staff are told, acknowledge, and are reminded until they do."""
