"""How each adapter is trained: flat Axolotl recipes, the CPU overlay, the check and the run."""
