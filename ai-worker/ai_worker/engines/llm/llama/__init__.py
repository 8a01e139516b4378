"""Language models in this process, from GGUF files by llama.cpp: what `llama_cpp_model` is made of."""
