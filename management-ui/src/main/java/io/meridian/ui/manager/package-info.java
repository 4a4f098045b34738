/** The way to the instance manager, over HTTP and always with the token of who is logged in. It knows no browser. */
package io.meridian.ui.manager;
