"""Pictures of protein structures; ``pool.render_all`` is the way in."""
