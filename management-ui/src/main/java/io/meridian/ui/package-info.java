/**
 * The gateway of the management pages: what a browser may ask, and how it is answered. Logins, the way to the manager, and the files of the pages have
 * packages of their own.
 *
 * <p>It has no rights of its own: whatever it asks the manager, it asks with the token of who is logged in, and a browser never sees that token. It knows
 * neither an engine of the bus nor the manager's inside; what it needs of them is given to it.
 */
package io.meridian.ui;
