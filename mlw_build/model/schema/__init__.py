"""What an editor may write: pydantic models that validate, document every field and give the JSON Schemas."""
