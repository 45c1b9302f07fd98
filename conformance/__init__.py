"""`make conformance TCK=… BPMN=…`: what public kits of models and results say about this engine."""
