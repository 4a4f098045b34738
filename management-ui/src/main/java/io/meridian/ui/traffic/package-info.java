/**
 * What sidecars reported lately of their traffic: sums over the last minute, over the last quarter of an hour, and since the gateway listens. In bounded
 * memory, whoever looks, and nothing on disk. It knows no browser.
 */
package io.meridian.ui.traffic;
