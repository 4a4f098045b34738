/** The record of what was done by whom, before, after and why: kept in the database, and told to whoever keeps it elsewhere. */
package io.meridian.manager.act;
