// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One adder PE: accumulator <- accumulator - |x - w|; clear sets it to 0. The absolute value costs nothing: the sign of
// the difference chooses between adding and subtracting it.
module pe_adder #(
    parameter WIDTH = 6,
    parameter ACCUMULATOR = 20
) (
    input wire clock,
    input wire enable,
    input wire clear,
    input wire signed [WIDTH-1:0] x,
    input wire signed [WIDTH-1:0] w,
    output reg signed [ACCUMULATOR-1:0] accumulator
);
    wire signed [WIDTH:0] difference = x - w;
    wire signed [ACCUMULATOR-1:0] term = difference;
    // The bit below the lowest carries the two's complement's one in, so that one adder adds and subtracts.
    wire positive = ~difference[WIDTH];
    wire signed [ACCUMULATOR:0] sum = {accumulator, 1'b1} + {term ^ {ACCUMULATOR{positive}}, positive};

    always @(posedge clock)
        if (clear) accumulator <= 0;
        else if (enable) accumulator <= sum[ACCUMULATOR:1];
endmodule
