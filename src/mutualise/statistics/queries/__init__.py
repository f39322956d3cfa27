"""What a figure is, for any question: measures, estimates, bundles and revisions."""
