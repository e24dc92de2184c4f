using InternLM3.Evaluation.Tasks;

namespace InternLM3.Evaluation;

/// <summary>The available benchmarks: those of the model card that can be run here, and a few more.</summary>
public static class EvaluationTasks
{
    /// <summary>All benchmarks.</summary>
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

    /// <summary>Finds a benchmark by its name, ignoring case.</summary>
    /// <exception cref="UnsupportedOptionException">There is no benchmark with this name.</exception>
    public static EvaluationTask Find(string name) =>
        All.FirstOrDefault(task => string.Equals(task.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UnsupportedOptionException(
            "task", $"there is no {name}; there are {string.Join(", ", All.Select(task => task.Name))}.");
}
