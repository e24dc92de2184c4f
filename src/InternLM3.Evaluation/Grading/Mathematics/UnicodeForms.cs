using System.Collections.Frozen;

namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Characters that stand for a LaTeX command or an ASCII character.</summary>
internal static class UnicodeForms
{
    private static readonly FrozenDictionary<char, string> s_forms = new Dictionary<char, string>
    {
        ['−'] = "-", ['–'] = "-", ['—'] = "-", ['‐'] = "-",
        ['×'] = "*", ['·'] = "*", ['⋅'] = "*", ['∙'] = "*", ['•'] = "*", ['÷'] = "/", ['∕'] = "/", ['⁄'] = "/",
        ['≤'] = "\\le ", ['⩽'] = "\\le ", ['≥'] = "\\ge ", ['⩾'] = "\\ge ",
        ['≠'] = "\\ne ", ['≈'] = "\\approx ", ['≡'] = "\\equiv ", ['∈'] = "\\in ",
        ['∪'] = "\\cup ", ['∩'] = "\\cap ", ['∖'] = "\\setminus ", ['∅'] = "\\emptyset ", ['±'] = "\\pm ", ['∓'] = "\\mp ",
        ['∞'] = "\\infty ", ['π'] = "\\pi ", ['√'] = "\\sqrt ", ['∛'] = "\\sqrt[3]",
        ['∜'] = "\\sqrt[4]", ['°'] = "^\\circ ", ['º'] = "^\\circ ", ['′'] = "'", ['’'] = "'",
        ['ℝ'] = "\\mathbb{R}", ['ℤ'] = "\\mathbb{Z}", ['ℕ'] = "\\mathbb{N}", ['ℚ'] = "\\mathbb{Q}", ['ℂ'] = "\\mathbb{C}",
        ['½'] = "\\frac{1}{2}", ['⅓'] = "\\frac{1}{3}", ['⅔'] = "\\frac{2}{3}",
        ['¼'] = "\\frac{1}{4}", ['¾'] = "\\frac{3}{4}", ['⅕'] = "\\frac{1}{5}", ['⅛'] = "\\frac{1}{8}",
        ['⟨'] = "\\langle ", ['⟩'] = "\\rangle ", ['⌊'] = "\\lfloor ", ['⌋'] = "\\rfloor ", ['⌈'] = "\\lceil ", ['⌉'] = "\\rceil ",
        ['、'] = ",", ['。'] = ".", ['【'] = "[", ['】'] = "]", ['\u00A0'] = " ",
        ['\u2009'] = " ", ['\u202F'] = " ", ['\u3000'] = " ", ['\u200B'] = "",
        ['或'] = "\\text{or}", ['和'] = "\\text{and}", ['且'] = "\\text{and}", ['￥'] = "¥",
        ['α'] = "\\alpha ", ['β'] = "\\beta ", ['γ'] = "\\gamma ", ['δ'] = "\\delta ",
        ['θ'] = "\\theta ", ['λ'] = "\\lambda ", ['μ'] = "\\mu ", ['ρ'] = "\\rho ",
        ['σ'] = "\\sigma ", ['τ'] = "\\tau ", ['φ'] = "\\phi ", ['ω'] = "\\omega ",
        ['Δ'] = "\\Delta ", ['Σ'] = "\\Sigma ", ['Ω'] = "\\Omega ", ['ε'] = "\\epsilon ",
    }.ToFrozenDictionary();

    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ";
    private const string Subscripts = "₀₁₂₃₄₅₆₇₈₉";

    /// <summary>Replaces these characters; full-width ones become ASCII, superscripts powers, Unicode subscripts LaTeX ones.</summary>
    public static string Replace(string text)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return text;
        }

        var result = new System.Text.StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (Run(text, i, Superscripts) is > 0 and var power)
            {
                i = Append(result, '^', text, i, power, Superscripts, "0123456789-+n");
            }
            else if (Run(text, i, Subscripts) is > 0 and var index)
            {
                i = Append(result, '_', text, i, index, Subscripts, "0123456789");
            }
            else if (s_forms.TryGetValue(text[i], out var form))
            {
                result.Append(form);
            }
            else
            {
                result.Append(text[i] is >= '\uFF01' and <= '\uFF5E' ? (char)(text[i] - 0xFEE0) : text[i]);
            }
        }

        return result.ToString();
    }

    private static int Run(string text, int start, string set)
    {
        var end = start;
        while (end < text.Length && set.Contains(text[end], StringComparison.Ordinal))
        {
            end++;
        }

        return end - start;
    }

    private static int Append(System.Text.StringBuilder result, char mark, string text, int start, int length, string set, string plain)
    {
        result.Append(mark).Append('{');
        for (var i = start; i < start + length; i++)
        {
            result.Append(plain[set.IndexOf(text[i], StringComparison.Ordinal)]);
        }

        result.Append('}');
        return start + length - 1;
    }
}
