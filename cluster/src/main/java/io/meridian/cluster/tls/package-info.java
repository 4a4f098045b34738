/** Who may join, and what others can read on the way: certificates of an own authority, and what all nodes know. */
package io.meridian.cluster.tls;
