/**
 * Traffic of any size, made by the frame: for benchmarks, floods and the training of AOT caches.
 */
package org.mptcpscope.samples.traffic;
