using InternLM3.Conversion.Quantization;

namespace InternLM3.Tests.Conversion.Quantization;

public sealed class AwqSquareTests
{
    // AWQ's gemm packing, as AutoAWQ's packer has it: nibble i of a word holds output [0, 2, 4, 6, 1, 3, 5, 7][i].
    private static readonly int[] s_outputOfNibble = [0, 2, 4, 6, 1, 3, 5, 7];

    public static TheoryData<int> Heights => [.. Enumerable.Range(1, AwqSquare.Rows)];

    [Theory]
    [MemberData(nameof(Heights))]
    public void Repack_ASquareOfAnyHeight_PutsEveryNibbleInItsPlaceAndTouchesNothingElse(int rows)
    {
        const int Stride = 3, Margin = 2;
        var random = new Random(rows);
        var values = new int[rows, AwqSquare.Outputs];
        var words = Enumerable.Range(0, rows * Stride).Select(_ => (uint)random.Next()).ToArray();
        for (var row = 0; row < rows; row++)
        {
            words[row * Stride] = 0;
            for (var nibble = 0; nibble < AwqSquare.Outputs; nibble++)
            {
                var value = values[row, s_outputOfNibble[nibble]] = random.Next(16);
                words[row * Stride] |= (uint)value << (4 * nibble);
            }
        }

        var bytes = (rows + 1) / 2;
        var rowBytes = bytes + Margin;
        var target = Enumerable.Repeat((byte)0xEE, AwqSquare.Outputs * rowBytes).ToArray();

        AwqSquare.Repack(words, Stride, rows, target, rowBytes);

        for (var output = 0; output < AwqSquare.Outputs; output++)
        {
            for (var i = 0; i < rowBytes; i++)
            {
                var expected = i >= bytes ? 0xEE : values[2 * i, output] | (((2 * i) + 1 < rows ? values[(2 * i) + 1, output] : 0) << 4);
                Assert.Equal(expected, target[(output * rowBytes) + i]);
            }
        }
    }
}
