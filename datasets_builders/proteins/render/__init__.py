"""Pictures of protein structures: ``from datasets_builders.proteins.render.pool import render_all``."""
