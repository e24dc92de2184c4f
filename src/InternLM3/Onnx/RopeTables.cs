using InternLM3.Configuration;

namespace InternLM3.Onnx;

/// <summary>The rotary tables in use: the model's own, and one for each other base while a sequence has it.</summary>
/// <param name="config">The model's numbers.</param>
/// <param name="positions">Rows of a table.</param>
internal sealed class RopeTables(ModelConfig config, int positions) : IDisposable
{
    private readonly RopeTable _own = new(config.RopeTheta, config.HeadDimension, positions);
    private readonly Dictionary<double, (RopeTable Table, int Users)> _others = [];

    /// <summary>The table of a base, for one more sequence.</summary>
    public RopeTable Rent(double? ropeBase)
    {
        if (ropeBase is not { } other || other == _own.Base)
        {
            return _own;
        }

        var (table, users) = _others.TryGetValue(other, out var entry) ? entry : (new RopeTable(other, config.HeadDimension, positions), 0);
        _others[other] = (table, users + 1);
        return table;
    }

    /// <summary>Takes a table back from one sequence.</summary>
    public void Return(RopeTable table)
    {
        if (ReferenceEquals(table, _own))
        {
            return;
        }

        var users = _others[table.Base].Users - 1;
        if (users > 0)
        {
            _others[table.Base] = (table, users);
            return;
        }

        _others.Remove(table.Base);
        table.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _own.Dispose();
        foreach (var (table, _) in _others.Values)
        {
            table.Dispose();
        }
    }
}
