namespace InternLM3.Onnx;

/// <summary>
/// Cosines and sines of the rotary embedding (RoFormer, arXiv:2104.09864), half-split layout: row p, column i is the angle
/// p * base^(-2i/d). Angles are computed in double precision: at position 32,767 fp32 angles are off in the third digit.
/// </summary>
internal sealed class RopeTable : IDisposable
{
    private readonly NativeBuffer<float> _cos;
    private readonly NativeBuffer<float> _sin;

    /// <param name="ropeBase">The base.</param>
    /// <param name="headDimension">d, even.</param>
    /// <param name="positions">Rows.</param>
    public RopeTable(double ropeBase, int headDimension, int positions)
    {
        Base = ropeBase;
        var half = headDimension / 2;
        _cos = new NativeBuffer<float>(positions, half);
        _sin = new NativeBuffer<float>(positions, half);
        for (var i = 0; i < half; i++)
        {
            var frequency = Math.Pow(ropeBase, -2.0 * i / headDimension);
            for (var position = 0; position < positions; position++)
            {
                var (sin, cos) = Math.SinCos(position * frequency);
                _cos.Span[(position * half) + i] = (float)cos;
                _sin.Span[(position * half) + i] = (float)sin;
            }
        }
    }

    /// <summary>The base the table was made with.</summary>
    public double Base { get; }

    /// <summary>Cosines, [positions, headDimension / 2].</summary>
    public NativeBuffer<float> Cos => _cos;

    /// <summary>Sines, [positions, headDimension / 2].</summary>
    public NativeBuffer<float> Sin => _sin;

    /// <inheritdoc/>
    public void Dispose()
    {
        _cos.Dispose();
        _sin.Dispose();
    }
}
