"""What only some installations use: nginx, a bucket, a copy of the database, a cache in front.

Each module stands alone and is imported by its own name: a bucket brings a large library with it.
"""
