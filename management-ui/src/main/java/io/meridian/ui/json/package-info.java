/** How JSON from outside is read. It knows nothing else of the gateway. */
package io.meridian.ui.json;
