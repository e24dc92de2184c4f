using InternLM3.Cli;

return await InternLM3Command.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
