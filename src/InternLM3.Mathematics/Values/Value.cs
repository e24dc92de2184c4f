namespace InternLM3.Mathematics.Values;

/// <summary>A real number, <see cref="Exact"/> or <see cref="Approximate"/>.</summary>
internal abstract record Value
{
    public static implicit operator Value(Rational number) => new Exact(number);

    public static implicit operator Value(int number) => new Exact(number);

    public static implicit operator Value(System.Numerics.BigInteger number) => new Exact(number);
}
