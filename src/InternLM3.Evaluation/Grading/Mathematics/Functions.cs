using System.Numerics;

namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Functions of one complex number, by name, on their principal branches.</summary>
internal static class Functions
{
    // Lanczos' approximation of the gamma function, g = 7, nine terms: about 1e-15.
    private static readonly double[] s_lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>The value; NaN for an unknown name.</summary>
    public static Complex Value(string name, Complex x) => name switch
    {
        "sqrt" => x.Imaginary == 0 && x.Real >= 0 ? Math.Sqrt(x.Real) : Complex.Sqrt(x),
        "cbrt" => x.Imaginary == 0 ? Math.Cbrt(x.Real) : Complex.Pow(x, 1.0 / 3),
        "sin" => Complex.Sin(x),
        "cos" => Complex.Cos(x),
        "tan" => Complex.Tan(x),
        "cot" => 1 / Complex.Tan(x),
        "sec" => 1 / Complex.Cos(x),
        "csc" => 1 / Complex.Sin(x),
        "arcsin" => Complex.Asin(x),
        "arccos" => Complex.Acos(x),
        "arctan" => x.Imaginary == 0 ? Math.Atan(x.Real) : Complex.Atan(x),
        "arccot" => x.Imaginary == 0 ? Math.Atan2(1, x.Real) : Complex.Atan(1 / x),
        "sinh" => Complex.Sinh(x),
        "cosh" => Complex.Cosh(x),
        "tanh" => Complex.Tanh(x),
        "coth" => 1 / Complex.Tanh(x),
        "arcsinh" => Complex.Log(x + Complex.Sqrt((x * x) + 1)),
        "arccosh" => Complex.Log(x + (Complex.Sqrt(x + 1) * Complex.Sqrt(x - 1))),
        "arctanh" => Complex.Log((1 + x) / (1 - x)) / 2,
        "ln" => Logarithm(x),
        "lg" => Logarithm(x) / Math.Log(10),
        "exp" => Complex.Exp(x),
        "abs" => Complex.Abs(x),
        "floor" => Math.Floor(x.Real + (1e-12 * Math.Abs(x.Real))),
        "ceil" => Math.Ceiling(x.Real - (1e-12 * Math.Abs(x.Real))),
        "sgn" => Math.Sign(x.Real),
        "cis" => Complex.Exp(Complex.ImaginaryOne * x),
        "!" => Gamma(x + 1),
        "max" or "min" => x,
        _ => new Complex(double.NaN, 0),
    };

    public static Complex Gamma(Complex z)
    {
        if (z.Real < 0.5)
        {
            return Math.PI / (Complex.Sin(Math.PI * z) * Gamma(1 - z));
        }

        z -= 1;
        Complex sum = s_lanczos[0];
        for (var i = 1; i < s_lanczos.Length; i++)
        {
            sum += s_lanczos[i] / (z + i);
        }

        var t = z + 7.5;
        return Math.Sqrt(2 * Math.PI) * Complex.Exp((Complex.Log(t) * (z + 0.5)) - t) * sum;
    }

    private static Complex Logarithm(Complex x) => x.Imaginary == 0 && x.Real > 0 ? Math.Log(x.Real) : Complex.Log(x);
}
