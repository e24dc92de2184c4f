using Microsoft.Data.Sqlite;

namespace InternLM3.Retrieval.Storage;

/// <summary>The changes a transaction makes to the counts of terms and passages.</summary>
internal sealed class TermCounts
{
    private readonly Dictionary<string, int> _passages = new(StringComparer.Ordinal);
    private int _passageCount;
    private int _termCount;

    /// <summary>Adds a passage.</summary>
    public void Add(IEnumerable<string> heading, IEnumerable<string> body) => Count(heading, body, 1);

    /// <summary>Subtracts a passage.</summary>
    public void Subtract(IEnumerable<string> heading, IEnumerable<string> body) => Count(heading, body, -1);

    /// <summary>Writes the changes and raises the index's generation.</summary>
    public void Save(SqliteConnection connection)
    {
        using var add = connection.Command(
            "INSERT INTO terms VALUES($1, $2) ON CONFLICT(term) DO UPDATE SET passages = passages + $2", "", 0);
        foreach (var (term, change) in _passages)
        {
            if (change != 0)
            {
                add.Parameters[0].Value = term;
                add.Parameters[1].Value = change;
                add.ExecuteNonQuery();
            }
        }

        foreach (var (term, change) in _passages)
        {
            if (change < 0)
            {
                connection.Execute("DELETE FROM terms WHERE term = $1 AND passages <= 0", term);
            }
        }

        connection.Execute(
            "UPDATE state SET generation = generation + 1, passages = passages + $1, terms = terms + $2", _passageCount, _termCount);
    }

    private void Count(IEnumerable<string> heading, IEnumerable<string> body, int sign)
    {
        _passageCount += sign;
        var distinct = new HashSet<string>(heading, StringComparer.Ordinal);
        foreach (var term in body)
        {
            _termCount += sign;
            distinct.Add(term);
        }

        foreach (var term in distinct)
        {
            _passages[term] = _passages.GetValueOrDefault(term) + sign;
        }
    }
}
