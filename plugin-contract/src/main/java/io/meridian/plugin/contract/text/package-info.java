/** How texts are written where the boundary speaks in words: JSON, without a library for it. */
package io.meridian.plugin.contract.text;
