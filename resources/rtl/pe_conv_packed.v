// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two conv PEs that share one activation and one DSP: (w1 * 2^SPACING + w0) * x holds both products. The lower
// one is read as a signed number; where it is negative it has borrowed one from the upper, which is given back.
// SPACING >= ACTIVATION + WEIGHT, so the two never overlap; 16 fits the 25-bit port of 7-series and the 27-bit
// one of UltraScale+ for 8-bit operands.
module pe_conv_packed #(
    parameter ACTIVATION = 8,
    parameter WEIGHT = 8,
    parameter ACCUMULATOR = 28,
    parameter SPACING = ACTIVATION + WEIGHT
) (
    input wire clock,
    input wire enable,
    input wire clear,
    input wire signed [ACTIVATION-1:0] x,
    input wire signed [WEIGHT-1:0] w0,
    input wire signed [WEIGHT-1:0] w1,
    output reg signed [ACCUMULATOR-1:0] accumulator0,
    output reg signed [ACCUMULATOR-1:0] accumulator1
);
    localparam PORT = SPACING + WEIGHT;
    wire signed [PORT-1:0] high = {w1, {SPACING{1'b0}}};
    // w1 = -2^(WEIGHT-1) with a negative w0 needs one bit more than PORT.
    wire signed [PORT:0] packed_weights = high + w0;
    wire signed [PORT+ACTIVATION:0] both = packed_weights * x;

    wire signed [SPACING-1:0] product0 = both[SPACING-1:0];
    wire signed [ACTIVATION+WEIGHT-1:0] upper = both[SPACING+ACTIVATION+WEIGHT-1:SPACING];
    wire borrowed = both[SPACING-1];
    wire signed [ACCUMULATOR-1:0] term1 = upper;
    // The bit below the lowest carries the borrow in, so that one adder does both.
    wire signed [ACCUMULATOR:0] sum1 = {accumulator1, 1'b1} + {term1, borrowed};

    always @(posedge clock)
        if (clear) begin
            accumulator0 <= 0;
            accumulator1 <= 0;
        end else if (enable) begin
            accumulator0 <= accumulator0 + product0;
            accumulator1 <= sum1[ACCUMULATOR:1];
        end
endmodule
