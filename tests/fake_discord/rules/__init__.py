"""What Discord takes: shapes and limits of messages, components, forms, embeds and commands.

From developers/resources and developers/components of its pages. Pure: a body and nothing else.
"""
