package org.mptcpscope.core.reconstruct;

/** What the data plane keeps of one direction of one subflow. */
final class DirectionLedger {}
