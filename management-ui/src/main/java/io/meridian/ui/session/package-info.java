/** Who is logged in, in which browser, and until when. Held in memory alone: with the gateway all logins end. What they may do, the manager knows. */
package io.meridian.ui.session;
