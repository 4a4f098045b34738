/** What all parts of the manager share: how a request is refused, how strict it is, and JSON. It uses no other part. */
package io.meridian.manager.basis;
