/** Who is there: how silence is judged, and what each node thinks of the others. Nothing is decided here. */
package io.meridian.cluster.member;
