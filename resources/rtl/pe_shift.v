// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One shift PE. A weight is a sign and an EXPONENT-bit exponent e: w = (-1)^sign * 2^-e. Products are kept as
// integers in units of 2^-REACH, REACH = 2^SHIFT - 1: x * 2^(REACH - e) for e <= REACH, and 0 below that, so no
// bit of a product is ever cut off. accumulator <- accumulator +- (x << (REACH - e)); clear sets it to 0.
module pe_shift #(
    parameter ACTIVATION = 8,
    parameter EXPONENT = 5,
    parameter SHIFT = 3,
    parameter ACCUMULATOR = 28
) (
    input wire clock,
    input wire enable,
    input wire clear,
    input wire signed [ACTIVATION-1:0] x,
    input wire [EXPONENT:0] w, // {sign, exponent}
    output reg signed [ACCUMULATOR-1:0] accumulator
);
    wire beyond = |(w[EXPONENT-1:0] >> SHIFT);
    wire [SHIFT-1:0] distance = ~w[SHIFT-1:0]; // REACH - e
    // All but the last step of the shifter; the last step, the zero and the sign share the adder's LUTs.
    localparam LAST = 1 << (SHIFT - 1);
    wire signed [ACTIVATION+LAST-2:0] extended = x;
    wire signed [ACTIVATION+LAST-2:0] partly = extended <<< distance[SHIFT-2:0];
    wire signed [ACCUMULATOR-1:0] near = partly;
    wire signed [ACCUMULATOR-1:0] term = beyond ? {ACCUMULATOR{1'b0}} : distance[SHIFT-1] ? near <<< LAST : near;
    // The bit below the lowest carries the two's complement's one in, so that one adder adds and subtracts.
    wire negative = w[EXPONENT];
    wire signed [ACCUMULATOR:0] sum = {accumulator, 1'b1} + {term ^ {ACCUMULATOR{negative}}, negative};

    always @(posedge clock)
        if (clear) accumulator <= 0;
        else if (enable) accumulator <= sum[ACCUMULATOR:1];
endmodule
