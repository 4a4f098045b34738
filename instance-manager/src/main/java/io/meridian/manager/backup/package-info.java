/** Copies of the manager's database, by command and by the clock, and how one is put back. */
package io.meridian.manager.backup;
