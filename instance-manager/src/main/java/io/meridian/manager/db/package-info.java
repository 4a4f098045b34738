/** The database of the manager: SQLite in a file, or PostgreSQL. What the rows mean is the business of those who write them. */
package io.meridian.manager.db;
