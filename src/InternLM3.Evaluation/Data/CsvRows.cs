using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace InternLM3.Evaluation.Data;

/// <summary>Reads CSV files (RFC 4180: quoted fields may contain line breaks). Every value is a string.</summary>
internal static class CsvRows
{
    /// <summary>Reads a file.</summary>
    /// <param name="bytes">The file, UTF-8.</param>
    /// <param name="file">Its name.</param>
    /// <param name="delimiter">The field separator.</param>
    /// <param name="format">Has the column names for a file whose first line does not have the expected ones; or null.</param>
    /// <exception cref="DataFormatException">A row has more fields than there are columns.</exception>
    public static IReadOnlyList<DataRow> Read(byte[] bytes, string file, string delimiter, DataFormat? format)
    {
        // A quote inside an unquoted field is text; MMLU's own files contain such quotes.
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            HasHeaderRecord = false,
            BadDataFound = null,
        };
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);
        using var parser = new CsvParser(reader, configuration);
        var rows = new List<DataRow>();
        string[]? names = null;
        while (parser.Read())
        {
            var fields = parser.Record!;
            if (names is null)
            {
                var named = format is not { UnnamedColumns.Count: > 0 } || format.Layouts.Any(columns => columns.All(fields.Contains));
                names = named ? fields : [.. format!.UnnamedColumns];
                if (named)
                {
                    continue;
                }
            }

            if (fields.Length > names.Length)
            {
                throw new DataFormatException($"{file}, line {parser.RawRow}: there are {fields.Length} fields and {names.Length} columns "
                    + $"({string.Join(", ", names)}).");
            }

            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < fields.Length; i++)
            {
                values[names[i]] = fields[i];
            }

            rows.Add(new DataRow(file, rows.Count + 1, JsonSerializer.SerializeToElement(values)));
        }

        return rows;
    }
}
