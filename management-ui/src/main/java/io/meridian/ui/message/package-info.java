/** Messages of the bus as people read them: their fields by name, what of them not everybody may see, and which of them somebody wants. It knows no browser. */
package io.meridian.ui.message;
