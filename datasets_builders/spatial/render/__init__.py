"""Pictures of tissue sections; ``picture.pictures`` is the way in."""
