using InternLM3.Evaluation.Tasks;

namespace InternLM3.Evaluation;

/// <summary>The benchmarks there are: those of the model card that can be run here, and one of our own.</summary>
public static class EvaluationTasks
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<EvaluationTask> All { get; } =
    [
        Math500.Task,
        Aime2024.Task,
        GpqaDiamond.Task,
        Mmlu.Task,
        MmluPro.Task,
        Cmmlu.Task,
        Gsm8k.Task,
        IfEval.Task,
        Drop.Task,
        HellaSwag.Task,
        HumanEval.Task,
        LiveCodeBench.Task,
        Needle.Task,
        ArithmeticTiny.Task,
    ];

    /// <summary>A benchmark by its name.</summary>
    /// <exception cref="UnsupportedOptionException">There is none of that name.</exception>
    public static EvaluationTask Find(string name) => All.FirstOrDefault(task => string.Equals(task.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UnsupportedOptionException("task", $"there is no {name}; there are {string.Join(", ", All.Select(task => task.Name))}.");
}
