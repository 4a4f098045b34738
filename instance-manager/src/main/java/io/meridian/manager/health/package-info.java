/** How instances are: the worst of all that is known of each, with the reason, since when, and how it was before. */
package io.meridian.manager.health;
