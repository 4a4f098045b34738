/** What all parts of the gateway share: how a call is refused. It uses no other part. */
package io.meridian.ui.problem;
