using System.CommandLine;
using InternLM3.Benchmarks.Compare;
using InternLM3.Benchmarks.Constraints;
using InternLM3.Benchmarks.Conversion;
using InternLM3.Benchmarks.EndToEnd;
using InternLM3.Benchmarks.Grading;
using InternLM3.Benchmarks.Mathematics;
using InternLM3.Benchmarks.Parts;
using InternLM3.Benchmarks.Quality;
using InternLM3.Benchmarks.Reports;
using InternLM3.Benchmarks.Retrieval;
using InternLM3.Benchmarks.Synth;
using InternLM3.Benchmarks.Tiny;
using InternLM3.Benchmarks.Tokenization;

var root = new RootCommand("Measurements and their inputs.")
{
    SynthCommand.Create(),
    QualityCommand.Create(),
    TinyCommand.Create(),
    TokenizerCommand.Create(),
    ConstraintsCommand.Create(),
    PartsCommand.Create(),
    EndToEndCommand.Create(),
    CompareCommand.Create(),
    ReportCommand.Create(),
    RepackCommand.Create(),
    PrepackCommand.Create(),
    HostileCommand.Create(),
    RetrievalCommand.Create(),
    IngestCommand.Create(),
    AnswersCommand.Create(),
    GradingCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
