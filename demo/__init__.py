"""The main job on embedded data, stage by stage: `geneverse demo`."""
